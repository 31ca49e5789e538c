"""Writing faster than the other side reads: without asking, and with drain()."""

import asyncio
import json

CHUNKS = 1_000
CHUNK = bytes(64 * 1024)


async def read_slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(len(CHUNK)):  # noqa: ASYNC110
        await asyncio.sleep(0)
    writer.close()


async def serve(case: str, *, drains: bool) -> dict[str, str | int]:
    server = await asyncio.start_server(read_slowly, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    kept_most = 0
    for _ in range(CHUNKS):
        writer.write(CHUNK)
        kept_most = max(kept_most, writer.transport.get_write_buffer_size())
        if drains:
            await writer.drain()
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    return {"case": case, "written_bytes": CHUNKS * len(CHUNK), "kept_bytes": kept_most}


async def main() -> None:
    cases = [
        await serve("write() in a loop", drains=False),
        await serve("with drain()", drains=True),
    ]
    print(json.dumps(cases))


if __name__ == "__main__":
    asyncio.run(main())
