"""The states of payments."""

from tests.data_protection.row_states import row_states

row_states("payment_orders", ended={"state": "closed"}, needed={"state": "ordered"})
