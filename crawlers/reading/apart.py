"""Reading a file in a process of its own: one that takes too long, or breaks its reader, costs nothing but itself."""

import json
import resource
import subprocess
import sys
from dataclasses import asdict

from crawlers.reading.files import FileText, read_file

SECONDS = 60
MEMORY_BYTES = 1_500_000_000


def read_apart(name: str, body: bytes) -> FileText:
    """Take the text out of a file as `read_file` does; after SECONDS it is given up. Never raises for what it holds."""
    call = [sys.executable, "-m", "crawlers.reading.apart", name]
    try:
        done = subprocess.run(call, input=body, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 (ourselves)
    except subprocess.TimeoutExpired:
        return FileText("refused", message=f"读取超过 {SECONDS} 秒，已放弃，请人工打开")
    if done.returncode:
        return FileText("refused", message="读取程序中断（文件已损坏，或内容过大），请人工打开")
    return FileText(**json.loads(done.stdout))


def main() -> None:
    """Read the file on standard input, under the limits, and print what was found as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":  # macOS counts libraries that were only mapped
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found = read_file(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
