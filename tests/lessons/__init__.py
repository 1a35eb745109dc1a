"""What users of other SLA, paging and watchdog software complained about in public, and how Waakhond behaves there.

Each case is named by the trap, with the issue or pull request that taught it. No case stands here for

- freescout#4598: no platform tells that a customer's message was written by a machine, so none is taken for one. The
  brand's own automatic replies are in `test_what_counts_as_an_answer.py`.
- zammad-admin-documentation#897 and chatwoot#7006 where they speak of money: what a platform bills is on its own page.

Of paging, what has tests of its own is not told twice: storms, replies by text, notices of duty, receipts, crashes,
the last look at a platform just before a page (chatwoot#1186, #13371, #13665, devlikeapro/waha#2249, airyhq/airy#2434).
"""
