"""Every Lambda entry point, one delegating line each."""

from chalice.app import Chalice, CloudWatchEvent, Cron, Rate, SNSEvent, SQSEvent

from chalicelib import functions
from chalicelib.config import check_when_packaging, settings
from chalicelib.web.assets import assets
from chalicelib.web.case import case_page
from chalicelib.web.case_several import several
from chalicelib.web.figures import figures
from chalicelib.web.pagers import pagers
from chalicelib.web.pages import pages
from chalicelib.web.rota import rota
from chalicelib.web.signin import signin
from chalicelib.web.status import status
from chalicelib.web.status_page import status_page
from chalicelib.web.trials import trials
from chalicelib.web.webhooks import webhooks

check_when_packaging()

# Powertools writes the log; with a second handler on the same logger every line would stand there twice.
app = Chalice(app_name="waakhond", configure_logs=False)
app.register_blueprint(webhooks)
app.register_blueprint(pages)
app.register_blueprint(pagers)
app.register_blueprint(signin)
app.register_blueprint(status)
app.register_blueprint(status_page)
app.register_blueprint(rota)
app.register_blueprint(case_page)
app.register_blueprint(several)
app.register_blueprint(figures)
app.register_blueprint(assets)
app.register_blueprint(trials)

# Schedules, queues and topics are declared here, not on a Blueprint: Chalice points a Blueprint's Lambda at the
# Blueprint's own module, and this file, with its logging and its settings, would never be imported there.


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:
    functions.sweep()


@app.schedule(Rate(5, unit=Rate.MINUTES))
def audit(event: CloudWatchEvent) -> None:
    functions.audit()


@app.schedule(Rate(1, unit=Rate.MINUTES))
def poll(event: CloudWatchEvent) -> None:
    functions.poll()


@app.schedule(Cron(30, 2, "*", "*", "?", "*"))  # UTC: a European day is over, summer or winter
def rollup(event: CloudWatchEvent) -> None:
    functions.rollup()


@app.on_sqs_message(queue=settings().inbox, batch_size=10)
def ingest(event: SQSEvent) -> None:
    functions.ingest(event)


@app.on_sqs_message(queue=settings().work, batch_size=1, maximum_concurrency=10)
def work(event: SQSEvent) -> None:
    functions.work(event)


@app.on_sns_message(topic=settings().sms_replies)
def sms_reply(event: SNSEvent) -> None:
    functions.sms_reply(event)


@app.on_sns_message(topic=settings().receipts)
def receipt(event: SNSEvent) -> None:
    functions.receipt(event)
