"""The picture that stands beside a link to a page when somebody shares it."""
