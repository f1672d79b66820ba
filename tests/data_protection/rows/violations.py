"""The states of violations and decisions."""

from tests.data_protection.personal_tables import NOW
from tests.data_protection.row_states import row_states

row_states("decisions", ended={"state": "paid", "paid_at": NOW}, needed={"state": "unpaid"})
row_states("violations", ended={}, needed=None)
