"""The names of the dated rules, as they are stored and typed."""

from enum import StrEnum

FEN = "_fen"


class RuleName(StrEnum):
    """A number, switch or text that a regulation may change. Defaults and bounds are in the catalogue.

    Amounts are stored in fen, under a name that says so; under the name without it they are typed in yuan.
    """

    REGISTRATION_AGE = "registration_age"
    FILING_AGE = "filing_age"
    VEHICLES_PER_USER = "vehicles_per_user"
    USERS_PER_VEHICLE = "users_per_vehicle"
    FILED_PLATE_TYPES = "filed_plate_types"
    FILINGS_A_DAY = "filings_a_day"
    FILINGS_A_YEAR = "filings_a_year"
    OWNER_REMINDER_HOURS = "owner_reminder_hours"
    OWNER_LAPSE_HOURS = "owner_lapse_hours"
    TERM_REMINDER_DAYS = "term_reminder_days"
    BLACKLIST_DAYS = "blacklist_days"

    QR_MINUTES = "qr_minutes"
    QR_EXTRA_PHOTOS = "qr_extra_photos"
    QR_OWNER_CODE = "qr_owner_code"

    CODE_MINUTES = "code_minutes"
    CODE_TRIES = "code_tries"
    CODE_RESEND_SECONDS = "code_resend_seconds"
    CODES_A_DAY = "codes_a_day"
    OTHERS_CODES_A_DAY = "others_codes_a_day"
    REQUESTER_CODES_A_DAY = "requester_codes_a_day"
    PROBES_PER_USER_A_DAY = "probes_per_user_a_day"
    PROBES_PER_VEHICLE_A_DAY = "probes_per_vehicle_a_day"

    REVIEW_WORKING_DAYS = "review_working_days"
    REVIEW_LEASE_MINUTES = "review_lease_minutes"
    RETURNS_BEFORE_SECOND_REVIEWER = "returns_before_second_reviewer"
    OBJECTION_WORKING_DAYS = "objection_working_days"
    APPEAL_WORKING_DAYS = "appeal_working_days"
    PHOTO_DAYS = "photo_days"
    IDENTITY_WAIT_HOURS = "identity_wait_hours"
    IDENTITY_CASES_A_MONTH = "identity_cases_a_month"
    FACE_ACCEPT_PERMILLE = "face_accept_permille"
    FACE_DOUBT_PERMILLE = "face_doubt_permille"
    FACE_TRIES = "face_tries"

    FINE_LIMIT_FEN = "fine_limit_fen"
    RECORD_POINTS = "record_points"
    TOTAL_POINTS = "total_points"
    BEFORE_FILING_WITH_POINTS = "before_filing_with_points"
    BEFORE_FILING_WITHOUT_POINTS = "before_filing_without_points"
    CHECK_RULES = "check_rules"
    PAY_WITHIN_DAYS = "pay_within_days"
    LATE_FEE_PERMILLE = "late_fee_permille"
    PAYMENT_REMINDER_DAYS = "payment_reminder_days"
    ORDER_MINUTES = "order_minutes"
    REFUND_FOUR_EYES_FEN = "refund_four_eyes_fen"
    REFUND_DAYS = "refund_days"
    DIFFERENCE_WORKING_DAYS = "difference_working_days"
    RECONSIDERATION_DAYS = "reconsideration_days"
    QUIET_FROM_HOUR = "quiet_from_hour"
    QUIET_UNTIL_HOUR = "quiet_until_hour"

    EXEMPT_CALENDAR = "exempt_calendar"
    APPLY_WINDOW_MONTHS = "apply_window_months"
    CERTIFICATE_REMINDER_DAYS = "certificate_reminder_days"
    SHARE_DAYS = "share_days"
    PAPER_WORKING_DAYS = "paper_working_days"
    PAPER_ARRIVAL_DAYS = "paper_arrival_days"
    STATION_REVOKE_HOURS = "station_revoke_hours"
    STATUS_LIST_HOURS = "status_list_hours"

    SESSION_MINUTES = "session_minutes"
    INVITATION_HOURS = "invitation_hours"
    PROPOSAL_WORKING_DAYS = "proposal_working_days"
    WORK_REMINDER_HOURS = "work_reminder_hours"
    USERS_PER_ORGANISATION = "users_per_organisation"
    ORGANISATIONS_PER_PERSON = "organisations_per_person"

    UPDATE_DAYS = "update_days"
    MESSAGE_DAYS = "message_days"
    EXPIRED_ROW_DAYS = "spent_days"
    LIMIT_RECORD_DAYS = "limit_record_days"
    PHONE_QUARANTINE_DAYS = "phone_quarantine_days"
    DRAFT_DAYS = "draft_days"
    GUEST_DAYS = "guest_days"
    RECORD_DAYS = "record_days"
    LEDGER_DAYS = "ledger_days"

    @property
    def typed(self) -> str:
        """The name as it is shown and typed: fine_limit for fine_limit_fen."""
        return self.value.removesuffix(FEN)

    @classmethod
    def parse(cls, typed: str) -> "RuleName":
        """Return the rule of a typed name, in any case and joined by - or _. Raises ValueError."""
        name = typed.strip().lower().replace("-", "_")
        return next((one for one in cls if one.typed == name), None) or cls(name)
