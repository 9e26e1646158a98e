"""What a page says, for machines: schema.org's words for what a reader sees, and no more.

Types and properties: domain brief, section 10.
"""
