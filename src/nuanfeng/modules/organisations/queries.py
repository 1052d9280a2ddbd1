"""Reading the county and its organisations."""

from nuanfeng.modules.organisations.models import Area, County


def the_county() -> County | None:
    """The county that this installation serves, or None before it is set up."""
    return County.objects.first()


def county_code() -> str:
    """The code that tokens carry; empty before the county is set up."""
    return County.objects.values_list("code", flat=True).first() or ""


def area_named(text: str) -> Area | None:
    """The town or village that a name or one of its aliases means; towns first."""
    wanted = text.strip()
    for area in Area.objects.order_by("-kind", "code").filter(kind="town"):
        if wanted == area.name or wanted in area.aliases:
            return area
    return Area.objects.filter(name=wanted).first()
