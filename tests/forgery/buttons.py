"""The kinds of button that stand on screens, by whose business they are."""

from bot.cards import navigation, objections, organisations
from bot.cards.certificates import certificates, paper_copies
from bot.cards.filing import approvals, filings, my_vehicles, vehicle_codes
from bot.cards.payments import payments, reconciliation, refunds
from bot.cards.review import blacklist, reviews
from bot.cards.staff import rules
from bot.cards.violations import decisions, violations

OF_OWNERS = (approvals.APPROVE, approvals.REFUSE, approvals.BLOCK)
OF_FILERS = (filings.ENTER_CODE, filings.CHECK, filings.WITHDRAW, filings.SHOW)
OF_CARS = (
    my_vehicles.CAR, my_vehicles.FILERS, my_vehicles.PAST, my_vehicles.UNBIND, my_vehicles.UNBIND_CONFIRMED,
    vehicle_codes.VEHICLE_QR, vehicle_codes.CANCEL_QR,
)  # fmt: skip
OF_MARKS = (
    certificates.CERTIFICATE, certificates.EXTEND, certificates.FORMS, certificates.APPLY, certificates.AGREE,
    certificates.SHARES, certificates.UNSHARE, certificates.VIEWS, certificates.PAPER,
)  # fmt: skip
OF_MONEY = (
    violations.SHOW, violations.HANDLE, violations.HANDLE_ONE, decisions.DECISION, decisions.VOUCHER, decisions.FEES,
    decisions.RECEIPT, decisions.RECHECK_DECISION, payments.RECHECK, payments.OTHER_PROVIDER,
)  # fmt: skip
OF_COMPANIES = (
    organisations.ORGANISATION, organisations.MEMBERS, organisations.MEMBER, organisations.INVITE, organisations.REMOVE,
    organisations.REMOVE_CONFIRMED, organisations.HAND_OVER, organisations.HAND_OVER_CONFIRMED, organisations.LEAVE,
    organisations.LEAVE_CONFIRMED,
)  # fmt: skip
OF_PAPERS = (
    paper_copies.COPY, paper_copies.CANCEL_COPY, objections.OBJECT, objections.OBJECTION, objections.WITHDRAW,
    reviews.ENROL,
)  # fmt: skip
OF_STAFF = (
    reviews.TAKE, reviews.CASE, reviews.PASS, reviews.RETURN_WORDS, reviews.RELEASE, reviews.FALSE,
    blacklist.LISTING, blacklist.CONFIRM_LISTING, blacklist.REJECT_LISTING, blacklist.LIFT, blacklist.UPHOLD,
    rules.OPEN, rules.CONFIRM, rules.REFUSE, refunds.REFUND, refunds.APPROVE,
    reconciliation.DIFFERENCE, reconciliation.SETTLED, paper_copies.WORK,
    objections.OPEN, objections.UPHOLD, objections.REJECT,
)  # fmt: skip
IN_STEPS = (
    filings.CONFIRM, filings.BY_SMS, filings.AGREED, filings.TYPE, filings.RELATION, filings.RESEND, navigation.BACK,
    approvals.NO_REASON,
)  # fmt: skip
