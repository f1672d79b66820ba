"""Published signatures, verified by the function that verifies ours.

The COSE working group's examples (cose-wg/Examples, names below) and a certificate of the
European Union's public test set (dgc-testdata, AT/2DCode/raw/1.json).
"""

import base64
from dataclasses import dataclass

import cbor2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from bot.adapters.certificates import cose
from bot.adapters.certificates.verifier import VerdictDetail
from tests.adapters.certificates.samples import judge


@dataclass(frozen=True)
class Vector:
    """A published COSE_Sign1 message, its key, and whether its signature is valid."""

    x: str
    y: str
    message: str
    external: str = ""
    holds: bool = True


CONTENT_KEY = (
    "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff",
    "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e",
)
CONTENT = "54546869732069732074686520636F6E74656E742E"
R = "EAE868ECC176883766C5DC5BA5B8DCA25DAB3C2E56A551CE5705B793914348E1"

VECTORS = {
    "CWT/A_3": Vector(
        "c4f9160fc22682991c59c4d96e8accc2da3cc7b7a9bc197c7c1e1bc6d0c1dc61",
        "feb11ca73b028a10cf77d58a2dfdf2a11eab8ffeeeaaeeb03097ffee9f3ef2fc",
        "D28447A20319FDE80126A05853A70175636F61703A2F2F61732E6578616D706C652E636F6D02656572696B7703781863"
        "6F61703A2F2F6C696768742E6578616D706C652E636F6D04C11A5612AEB005C11A5610D9F006C11A5610D9F007420B71"
        "58408CAAD9EBD60E5F41CD683771E8A02CADE07D894DD1CFAF3A23C6481546E78FEBC0C13E8F649096F347480DB3E8C1"
        "6CDDC04116A3874CF0A4DA2F4CB2D67C8EB0",
    ),
    "ecdsa-examples/ecdsa-sig-01": Vector(
        *CONTENT_KEY,
        f"D28445A201260300A104423131{CONTENT}5840{R}72727F48461FABBBA2E343492DDECAC3983686250BC68E9F1A7A07D41225B59F",
    ),
    "sign1-tests/sign-pass-02": Vector(
        *CONTENT_KEY,
        f"D28443A10126A104423131{CONTENT}5840{R}55388B10C4F1B59A6733EAB416870A945111A4B2FBDBEF33A77234B1DEFF2F9B",
        external="11aa22bb33cc44dd55006699",
    ),
    "sign1-tests/sign-fail-02": Vector(
        *CONTENT_KEY,
        f"D28443A10126A104423131{CONTENT[:-1]}F5840{R}9F43D6C6BA654472DA301B645B293C9BA939295B97C4BDB847782BFF384C5794",
        holds=False,
    ),
}

HEALTH_MESSAGE = (
    "d2844da20448d919375fc1e7b6b20126a0590133a4041a61817ca0061a60942ea001624154390103a101a4617681aa62646e"
    "01626d616d4f52472d3130303033303231356276706a313131393334393030376264746a323032312d30322d313862636f62"
    "4154626369783155524e3a555643493a30313a41543a31303830373834334639344145453045453530393346424332353442"
    "443831332342626d706c45552f312f32302f31353238626973781b4d696e6973747279206f66204865616c74682c20417573"
    "747269616273640262746769383430353339303036636e616da463666e74754d5553544552465241553c474f455353494e47"
    "455262666e754d7573746572667261752d47c3b6c39f696e67657263676e74684741425249454c4562676e68476162726965"
    "6c656376657265312e302e3063646f626a313939382d30322d323658405812fce67cb84c3911d78e3f61f890d0c80eb96758"
    "06aebed66aa2d0d0c91d1fc98d7bcb80bf00e181806a9502e11b071325901bd0d2c1b6438747b8cc50f521"
)
HEALTH_SIGNER = (
    "MIIBvTCCAWOgAwIBAgIKAXk8i88OleLsuTAKBggqhkjOPQQDAjA2MRYwFAYDVQQDDA1BVCBER0MgQ1NDQSAxMQswCQYDVQQGEwJB"
    "VDEPMA0GA1UECgwGQk1TR1BLMB4XDTIxMDUwNTEyNDEwNloXDTIzMDUwNTEyNDEwNlowPTERMA8GA1UEAwwIQVQgRFNDIDExCzAJ"
    "BgNVBAYTAkFUMQ8wDQYDVQQKDAZCTVNHUEsxCjAIBgNVBAUTATEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASt1Vz1rRuW1HqO"
    "bUE9MDe7RzIk1gq4XW5GTyHuHTj5cFEn2Rge37+hINfCZZcozpwQKdyaporPUP1TE7UWl0F3o1IwUDAOBgNVHQ8BAf8EBAMCB4Aw"
    "HQYDVR0OBBYEFO49y1ISb6cvXshLcp8UUp9VoGLQMB8GA1UdIwQYMBaAFP7JKEOflGEvef2iMdtopsetwGGeMAoGCCqGSM49BAMC"
    "A0gAMEUCIQDG2opotWG8tJXN84ZZqT6wUBz9KF8D+z9NukYvnUEQ3QIgdBLFSTSiDt0UJaDF6St2bkUQuVHW6fQbONd731/M4nc="
)
HEALTH_TEXT = (
    "HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH-R6IOOK.IR9B+9G4G50PHZF0AT4V22F/8X*G3M9JUPY0BX/KR96R/S09T./0LWT"
    "KD33236J3TA3M*4VV2 73-E3GG396B-43O058YIB73A*G3W19UEBY5:PI0EGSP4*2DN43U*0CEBQ/GXQFY73CIBC:G 7376BXBJB"
    "AJ UNFMJCRN0H3PQN*E33H3OA70M3FMJIJN523.K5QZ4A+2XEN QT QTHC31M3+E32R44$28A9H0D3ZCL4JMYAZ+S-A5$XKX6T2Y"
    "C 35H/ITX8GL2-LH/CJTK96L6SR9MU9RFGJA6Q3QR$P2OIC0JVLA8J3ET3:H3A+2+33U SAAUOT3TPTO4UBZIC0JKQTL*QDKBO.A"
    "I9BVYTOCFOPS4IJCOT0$89NT2V457U8+9W2KQ-7LF9-DF07U$B97JJ1D7WKP/HLIJL8JF8JFHJP7NVDEBU1J*Z222E.GJ457661C"
    "FFTWM-8P2IUE7K*SSW613:9/:TT5IYQBTBU16R4I1A/9VRPJ-TS.7ZEM7MSVOCD4RG2L-TQJROXL2J:52J7F0Q10SMAP3CG3KHF0"
    "DWIH"
)


def holds(point: ec.EllipticCurvePublicKey, message: bytes, external: bytes = b"") -> bool:
    protected, _, payload, signature = cbor2.loads(message).value
    return cose.verify_signature(point, cose.sig_structure(protected, payload, external), signature)


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_published_signature_is_valid_or_invalid_as_its_publisher_says(vector: Vector) -> None:
    point = ec.EllipticCurvePublicNumbers(int(vector.x, 16), int(vector.y, 16), ec.SECP256R1()).public_key()
    assert holds(point, bytes.fromhex(vector.message), bytes.fromhex(vector.external)) is vector.holds


def test_the_signature_of_a_european_health_certificate_is_valid_for_its_signer() -> None:
    point = x509.load_der_x509_certificate(base64.b64decode(HEALTH_SIGNER)).public_key()
    assert isinstance(point, ec.EllipticCurvePublicKey)
    assert holds(point, bytes.fromhex(HEALTH_MESSAGE))


def test_a_european_health_certificate_is_identified_and_not_accepted() -> None:
    assert judge(HEALTH_TEXT).detail is VerdictDetail.HEALTH_CERTIFICATE
