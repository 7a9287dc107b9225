"""What the table needs of botocore's client."""

from typing import Any, Protocol


class TableClient(Protocol):
    """What is needed of botocore's DynamoDB client."""

    def batch_get_item(self, **request: Any) -> Any:
        """Read rows."""
        ...

    def query(self, **request: Any) -> Any:
        """Read a range of rows."""
        ...

    def scan(self, **request: Any) -> Any:
        """Read every row."""
        ...

    def put_item(self, **request: Any) -> Any:
        """Write a row."""
        ...

    def update_item(self, **request: Any) -> Any:
        """Change a row."""
        ...

    def delete_item(self, **request: Any) -> Any:
        """Take a row away."""
        ...

    def transact_write_items(self, **request: Any) -> Any:
        """Write rows, all or none."""
        ...
