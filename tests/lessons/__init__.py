"""What users of other SLA, paging and watchdog software complained about in public, and how Waakhond behaves there.

Each case is named by the trap, with the issue or pull request that taught it. No case stands here for

- zammad#3140 and #904 where they speak of merging: conversations are never merged. That what was answered is not paged
  about is in `test_clocks.py`.
- freescout#4598: no platform tells that a customer's message was written by a machine, so none is taken for one. The
  brand's own automatic replies are in `test_what_counts_as_an_answer.py`.
- chatwoot#1186, #13371, #13665, devlikeapro/waha#2249 and airyhq/airy#2434 where they ask a platform once more just
  before paging: Waakhond only listens. An answer that no platform shows is reported by hand, which has a case.
- zammad-admin-documentation#897 and chatwoot#7006 where they speak of money: what a platform bills is on its own page.

Of paging, what has tests of its own is not told twice: storms, replies by text, notices of duty, receipts, crashes.
"""
