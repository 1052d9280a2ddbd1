"""Who may sign in to the demo county, said in both languages."""

from nuanfeng.portal.demo.persons import COUNTY, MASTER, WORKER

PEOPLE = (
    (WORKER, "/pass/", "骑手小周", "a rider"),
    (MASTER, "/station-work/", "星沙小哥红色之家的刘站长", "a station master"),
    (COUNTY, "/office/", "县里的小陈", "county staff"),
)
CODES_ON_THE_PAGE = (
    "验证码直接显示在登录页上，不发短信；县里的第二步也一样。",
    "The code stands on the sign-in page, no message is sent; so does the county's second step.",
)
CODES_ARE_SENT = (
    "验证码按设置发送。",
    "Codes are sent as the settings say.",
)


def sign_ins(*, shows_codes: bool) -> list[str]:
    """Lines for a terminal: three numbers, where each one begins, and where the code is."""
    lines = ["", "登录试用 · Sign in for a look around (/accounts/login/code/):"]
    for phone, address, who, who_en in PEOPLE:
        number = phone.removeprefix("+86")
        lines.append(f"  {number[:3]} {number[3:7]} {number[7:]}  {address:<16} {who} · {who_en}")
    return [*lines, *(f"  {line}" for line in (CODES_ON_THE_PAGE if shows_codes else CODES_ARE_SENT)), ""]
