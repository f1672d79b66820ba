## The drawings of the verification page: what they say

verification-sign-good = Valid
verification-sign-paper = A genuine paper
verification-sign-doubtful = Please note: not confirmed as valid
verification-sign-bad = Not valid
