"""CSV files as operators write them."""

from pathlib import Path

PEOPLE = (
    "id_number,name,phone,licence_number,licence_class,licence_status,points,points_reset_on,portrait\n"
    "999999199005170017,李建国,138 0000 0001,999999199005170017,c1,normal,3,2027-05-01,\n"
    "99999919930226006x,林梅,+8613800000008,,,,,,\n"
)
ORGANISATIONS = (
    "credit_code,name,phone,administrator_id_number\n91450100MADEMQC017,青山物流,13800000005,999999199005170017\n"
)
VEHICLES = (
    "plate_type,plate,owner,engine_number,vin,model,colour,seats,use,manufactured_on,first_registered_on,"
    "inspection_valid_until,insurance_valid_until,tax_paid_until,state\n"
    "02,桂a·12345,999999199005170017,LJ4A123456,LZWADAGA0PB123456,五菱星光,白,5,non_operating,2024-05-01,2024-06-01,"
    "2026-06,2027-03-25,2027-03-25,normal\n"
    "52,桂AF20260,91450100MADEMQC017,DM21F20260,,,,5,non_operating,,,,,,normal\n"
)
STAFF = "telegram_id,name,roles\n700000101,周宁,reviewer\n700000106,韩梅,admin;reviewer\n"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
