"""The way into Wagtail's admin that several tests take."""

DEMO_PASSWORD = "demo-clinic-2026"


def sign_in(page, site, email: str) -> None:
    """Sign a demo member of staff in; ends on the dashboard."""
    page.goto(f"{site.url}/admin/login/")
    page.locator("#id_username").fill(email)
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.url}/admin/")
