"""The event source mapping: takes messages from a queue and calls a function with them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from botocore.exceptions import BotoCoreError, ClientError
from types_boto3_sqs import SQSClient
from types_boto3_sqs.type_defs import MessageTypeDef

from playground.runner.function import Function
from playground.runner.sqs_event import done_ids, event_of
from playground.runner.stack import QueueSource

_USUAL_CONCURRENCY = 4


class Poller:
    """Polls one queue, from `start` until `stop`; can be held, so that messages pile up."""

    def __init__(
        self,
        source: QueueSource,
        function: Function,
        sqs: SQSClient,
        *,
        wait_seconds: int = 1,
    ) -> None:
        self._source = source
        self._function = function
        self._sqs = sqs
        self._wait_seconds = wait_seconds
        self._limit = min(source.concurrency or _USUAL_CONCURRENCY, _USUAL_CONCURRENCY)
        self._free = threading.Semaphore(self._limit)
        self._workers = ThreadPoolExecutor(max_workers=self._limit, thread_name_prefix="turns")
        self._flowing = threading.Event()
        self._flowing.set()
        self._receiving = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        name = source.queue_arn.rpartition(":")[2]
        self._url = sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def start(self) -> Self:
        """Poll from now on."""
        self._thread.start()
        return self

    def hold(self) -> None:
        """Take no further message; returns once the last poll is over."""
        self._flowing.clear()
        with self._receiving:
            return

    def release(self) -> None:
        """Take messages again."""
        self._flowing.set()

    def stop(self) -> None:
        """Take no further message, and wait for nothing."""
        self._stopped.set()
        self._flowing.set()
        self._free.release()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def join(self, timeout: float) -> None:
        """Wait for the last poll to be over."""
        self._thread.join(timeout)

    def waiting(self) -> int:
        """Count what lies in the queue: visible, delayed or being worked on."""
        found = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["All"])
        return sum(
            int(value)
            for name, value in found["Attributes"].items()
            if name.startswith("ApproximateNumberOfMessages")
        )

    def _poll(self) -> None:
        while True:
            self._free.acquire()
            self._flowing.wait()
            if self._stopped.is_set():
                return
            messages = self._receive()
            if messages:
                self._workers.submit(self._work, messages)
            else:
                self._free.release()

    def _receive(self) -> list[MessageTypeDef]:
        with self._receiving:
            if not self._flowing.is_set():
                return []
            if self._function.broken is not None:
                # Nobody could work on it: it waits in the queue until the code is mended.
                self._stopped.wait(0.2)
                return []
            try:
                received = self._sqs.receive_message(
                    QueueUrl=self._url,
                    MaxNumberOfMessages=min(self._source.batch_size, 10),
                    WaitTimeSeconds=self._wait_seconds,
                    MessageSystemAttributeNames=["All"],
                )
            except (BotoCoreError, ClientError):
                # The queue is gone, or AWS is being ended: try again until told to stop.
                self._stopped.wait(0.2)
                return []
        return received.get("Messages", [])

    def _work(self, messages: list[MessageTypeDef]) -> None:
        try:
            outcome = self._function.invoke(event_of(messages, queue_arn=self._source.queue_arn))
            done = done_ids(
                outcome,
                [message.get("MessageId", "") for message in messages],
                reports_failures=self._source.reports_failures,
            )
            for message in messages:
                self._put_away(message, is_done=message.get("MessageId") in done)
        finally:
            self._free.release()

    def _put_away(self, message: MessageTypeDef, *, is_done: bool) -> None:
        receipt = message.get("ReceiptHandle", "")
        if is_done:
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=receipt)
        elif self._function.broken is not None:
            self._sqs.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=0
            )
