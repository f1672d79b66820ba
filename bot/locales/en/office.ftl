## The desk's name: on certificates, vouchers and receipts, and under text messages. The operator may set another.

office = Vehicle owners' desk
