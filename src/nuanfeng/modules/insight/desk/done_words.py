"""Every recorded action in plain words, by what it is about; and those that this list leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass

from nuanfeng.kernel.errors import N_


@dataclass(frozen=True)
class Group:
    """A tab: its word, and its actions with what they say."""

    word: str
    actions: Mapping[str, str]


GROUPS = {
    "stations": Group(
        N_("Stations"),
        {
            "stations.open_station": N_("put a station on the list"),
            "stations.change_station": N_("changed a station"),
            "stations.confirm_station": N_("confirmed that a station is right"),
            "stations.pause_station": N_("shut a station for the time being"),
            "stations.close_station": N_("took a station off the list"),
            "stations.reopen_station": N_("opened a station again"),
            "stations.tap_opening": N_("said that the door is open, or shut today"),
            "stations.settle_report": N_("settled what people said of a place"),
            "stations.do_duty": N_("did what was due at a station"),
            "stations.mark_facility": N_("said that something works, is empty or is broken"),
            "stations.add_supply": N_("put something on a station’s shelf"),
            "stations.end_supply": N_("took something off a station’s shelf"),
            "stations.replace_supply": N_("put a new one on a station’s shelf"),
            "stations.plan_turn": N_("planned a turn at a station"),
            "stations.drop_turn": N_("took a turn off the plan"),
            "stations.leave_note": N_("left a note for the next turn"),
            "stations.read_note": N_("read a note of the turn before"),
            "stations.add_hours_exception": N_("entered other hours for some days"),
            "stations.end_hours_exception": N_("took other hours off again"),
            "stations.set_access": N_("changed how people get into a station"),
            "stations.set_wireless": N_("entered a station’s Wi-Fi"),
            "stations.change_wireless_password": N_("made a new Wi-Fi password"),
            "stations.make_door_counter": N_("set up a counter at a door"),
            "stations.revoke_door_counter": N_("stopped a counter at a door"),
        },
    ),
    "imports": Group(
        N_("Imports"),
        {
            "stations.preview_import": N_("sent a list of stations"),
            "stations.decide_row": N_("decided about a row of a list"),
            "stations.decide_undecided": N_("decided about the waiting rows of a list"),
            "stations.start_import": N_("started an import"),
            "stations.apply_import": N_("imported rows of a list"),
            "stations.stop_import": N_("an import stopped"),
            "stations.take_back_import": N_("took an import back"),
        },
    ),
    "people": Group(
        N_("People in office and stations"),
        {
            "organisations.appoint_county_staff": N_("gave somebody county work"),
            "organisations.end_appointment": N_("ended somebody’s county work"),
            "stations.appoint_station_staff": N_("let somebody mind a station"),
            "stations.end_station_staff": N_("ended somebody’s minding of a station"),
            "people.take_second_factors": N_("took off somebody’s second step"),
        },
    ),
    "programmes": Group(
        N_("Programmes and stock"),
        {
            "benefits.create_programme": N_("planned a programme"),
            "benefits.change_programme": N_("changed a programme"),
            "benefits.change_rule": N_("changed how often a programme is handed out, and to whom"),
            "benefits.withdraw_rule": N_("took back a rule that had not begun"),
            "benefits.add_item": N_("put an item into a programme"),
            "benefits.change_item": N_("changed an item"),
            "benefits.add_pickup_point": N_("let a station hand out"),
            "benefits.end_pickup_point": N_("ended handing out at a station"),
            "benefits.open_stock": N_("opened the day’s stock"),
            "benefits.add_stock": N_("added to the stock"),
            "benefits.waste_stock": N_("threw away from the stock"),
            "benefits.recount_stock": N_("counted the stock again"),
            "benefits.close_stock": N_("closed the day’s stock"),
            "benefits.reopen_stock": N_("opened the stock again"),
            "benefits.decide_quarantined": N_("decided about a record that was set aside"),
        },
    ),
    "bookings": Group(
        N_("Bookings"),
        {
            "bookings.create_offer": N_("began something to book"),
            "bookings.change_offer": N_("changed something to book"),
            "bookings.add_venue": N_("added a place for bookings"),
            "bookings.change_venue": N_("changed a place for bookings"),
            "bookings.open_slots": N_("opened times to book"),
            "bookings.change_slot": N_("changed the places of a time"),
            "bookings.call_off_slot": N_("called a time off"),
            "bookings.note_arrival": N_("noted that somebody came"),
            "bookings.let_in": N_("let somebody in without a booking"),
        },
    ),
    "phones": Group(
        N_("Phones, cards and keys"),
        {
            "passes.enrol_scanner": N_("let a phone scan"),
            "passes.invite_scanner": N_("showed a code that lets a phone scan"),
            "passes.accept_invitation": N_("a phone was let in by a code"),
            "passes.revoke_scanner": N_("stopped a phone that scanned"),
            "passes.issue_card": N_("gave out a love card"),
            "passes.print_cards": N_("printed love cards"),
            "passes.replace_card": N_("replaced a love card"),
            "passes.revoke_handle": N_("stopped a code"),
            "passes.roll_issuer_key": N_("changed the key that signs codes"),
            "passes.distrust_issuer_key": N_("stopped a key that signed codes"),
            "passes.raise_epoch": N_("asked every phone to send its records again"),
        },
    ),
    "registers": Group(
        N_("Registers"),
        {
            "organisations.set_up_county": N_("set up the county"),
            "organisations.load_areas": N_("loaded towns and villages"),
            **{
                f"{register}.{verb}_{name}": words
                for register, name in (
                    ("organisations", "area"),
                    ("organisations", "county"),
                    ("organisations", "organisation"),
                    ("kernel", "calendarday"),
                    ("stations", "facilitytype"),
                )
                for verb, words in (
                    ("add", N_("added to a register")),
                    ("change", N_("changed a register")),
                    ("delete", N_("deleted from a register")),
                )
            },
        },
    ),
}
ALL_WORDS = {action: words for group in GROUPS.values() for action, words in group.actions.items()}

# Not the county's business, each with the reason.
LEFT_OUT = {
    "a person's own doings": (
        "people.register_person people.join_network people.change_profile people.erase_person"
        " people.sign_out_everywhere people.request_code people.print_code people.try_code"
        " people.add_authenticator_app people.give_authenticator_app people.load_persons"
        " passes.issue_screen_handle passes.rotate_handle passes.take_card passes.replace_own_card"
        " organisations.forget_person stations.forget_person passes.forget_person benefits.join_hand_outs"
        " bookings.book_place bookings.cancel_booking bookings.move_booking bookings.hear_news"
        " bookings.forget_person bookings.join_bookings"
        " benefits.watch_leftovers benefits.unwatch_leftovers benefits.forget_person"
    ),
    "hand-outs have their own list, without persons": (
        "benefits.redeem_pass benefits.give_guest_meal benefits.void_redemption benefits.record_screening"
        " benefits.sync_batch benefits.settle_period benefits.grant_lease benefits.end_leases"
    ),
    "who looked stands in the record of whoever was looked at": "people.look_at_people",
    "anybody at a door, unnamed": "stations.report_door stations.count_visit stations.count_people",
    "the machine's own rounds": (
        "stations.note_activity stations.note_evenings stations.watch_door stations.forget_callers"
        " benefits.cut_hand_outs benefits.fill_periods benefits.forget_watches"
        " benefits.forget_quarantined benefits.load_history passes.forget_handles portal.build_demo_county"
    ),
}
