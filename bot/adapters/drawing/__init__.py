"""What the desk draws: plates, certificates, vouchers, receipts, codes and marks on photos."""
