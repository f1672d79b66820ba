## The desk's name: on certificates, decisions and receipts, and under text messages. The operator may set another.

office = Vehicle owners' desk
