"""Reading what is offered, what is left, and what was handed out."""

from nuanfeng.modules.benefits.queries.answers import (
    Answer,
    AnswerLine,
    Served,
    answer_for,
    earlier_answer,
    handed_out_at,
    people_with_claims,
    served_in,
)
from nuanfeng.modules.benefits.queries.eligible import is_meant_for
from nuanfeng.modules.benefits.queries.figures import DayFigures, figures_of_days, figures_since
from nuanfeng.modules.benefits.queries.late import (
    LateLine,
    late_hours_of,
    late_lines_for,
    points_with_leftovers,
    watched_points,
)
from nuanfeng.modules.benefits.queries.meals import (
    Meal,
    ProgrammeOfTheHour,
    TodaysMeals,
    hours_sentence,
    programme_of_the_hour,
    todays_meals,
)
from nuanfeng.modules.benefits.queries.offers import (
    Offer,
    Table,
    TableItem,
    day_of,
    ever_offered_at,
    offer_at,
    rules_of,
    running_programmes,
    serving_of,
    table_at,
    tables_of,
)
from nuanfeng.modules.benefits.queries.personal import (
    PersonalHandOut,
    hand_outs_of,
    personal_record_of,
)

__all__ = [
    "Answer",
    "AnswerLine",
    "DayFigures",
    "LateLine",
    "Meal",
    "Offer",
    "PersonalHandOut",
    "ProgrammeOfTheHour",
    "Served",
    "Table",
    "TableItem",
    "TodaysMeals",
    "answer_for",
    "day_of",
    "earlier_answer",
    "ever_offered_at",
    "figures_of_days",
    "figures_since",
    "hand_outs_of",
    "handed_out_at",
    "hours_sentence",
    "is_meant_for",
    "late_hours_of",
    "late_lines_for",
    "offer_at",
    "people_with_claims",
    "personal_record_of",
    "points_with_leftovers",
    "programme_of_the_hour",
    "rules_of",
    "running_programmes",
    "served_in",
    "serving_of",
    "table_at",
    "tables_of",
    "todays_meals",
    "watched_points",
]
