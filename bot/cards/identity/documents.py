"""How the number of an identity document is written for people: with the name of the document, if it is no card."""

from bot.services.values import identity_documents
from bot.services.values.identity_documents import DocumentType
from bot.texts import Texts


def named(number: str, texts: Texts) -> str:
    """Return a stored number as it stands on the document, behind the name of any other than a resident's card."""
    if not number or (kind := identity_documents.type_of(number)) is DocumentType.RESIDENT_CARD:
        return number
    document = texts.plain(f"document-type-{kind.value.replace('_', '-')}")
    return texts.plain("document-and-number", document=document, number=identity_documents.bare(number))
