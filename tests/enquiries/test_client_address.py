"""From where a request comes: believed only as far as our own proxies say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.abuse.client_address import network_of, parsed

PROXY = "10.0.0.1"
addresses = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str)
foreign = st.ip_addresses(v=4, network="198.18.0.0/15").map(str)
ours = st.ip_addresses(v=4, network="10.0.0.0/8").map(str)


@pytest.fixture(autouse=True)
def proxies(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "fd00::/8"]


def came_from(peer: str, forwarded: str | None = None) -> str:
    meta = {"REMOTE_ADDR": peer}
    return network_of(meta if forwarded is None else meta | {"HTTP_X_FORWARDED_FOR": forwarded})


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (PROXY, "198.51.100.1, 10.2.3.4", "198.51.100.1"),
        (PROXY, "198.51.100.1:4711", "198.51.100.1"),
        (PROXY, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (PROXY, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        (PROXY, "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("fd00::1", "198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", None, "fe80::/64"),
        (PROXY, "", PROXY),
        (PROXY, "garbage", PROXY),
        (PROXY, "198.51.100.1, garbage", PROXY),
        (PROXY, "garbage, 198.51.100.1", "198.51.100.1"),
        (PROXY, None, PROXY),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_a_request_is_counted_for_the_address_that_our_proxy_saw(peer, forwarded, network):
    assert came_from(peer, forwarded) == network


def test_a_socket_is_a_proxy_only_when_it_is_listed(settings):
    settings.TRUSTED_PROXIES = ["unix"]
    assert came_from("", "198.51.100.1") == "198.51.100.1"
    assert came_from("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@given(written=st.lists(addresses | st.text(max_size=20)), seen=foreign, behind=st.lists(ours))
def test_what_a_visitor_writes_herself_changes_nothing(written, seen, behind):
    forwarded = ", ".join([*(each.replace("\0", "") for each in written), seen, *behind])
    assert came_from(PROXY, forwarded) == seen


@given(peer=foreign, forwarded=st.text())
def test_nobody_but_a_proxy_is_believed(peer, forwarded):
    assert came_from(peer, forwarded) == peer


@given(st.text() | addresses)
def test_no_text_breaks_it(text):
    parsed(text)
    assert came_from(text, text)


@given(address=st.ip_addresses(v=6, network="2001:db8::/32"), host=st.integers(0, 2**64 - 1))
def test_a_home_is_one_network_whatever_its_devices_are_called(address, host):
    other = type(address)((int(address) >> 64 << 64) | host)
    assert came_from(str(address)) == came_from(str(other))


@given(address=st.ip_addresses(v=4))
def test_an_ipv4_address_is_the_same_mapped_or_not(address):
    assert came_from(f"::ffff:{address}") == came_from(str(address))
