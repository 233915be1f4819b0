"""FastAPI calling a REST service through one httpx client that is shared."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI, Request

SECONDS = 3.0


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Keep one client for as long as the program runs."""
    url = os.environ["BENCH_REST"]
    async with httpx.AsyncClient(base_url=url, timeout=SECONDS) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/vapi/webhook", response_model=None)
async def webhook(request: Request) -> dict[str, Any]:
    """Answer the tool calls, one after the other."""
    message = (await request.json())["message"]
    results = []
    if message["type"] == "tool-calls":
        for call in message["toolCallList"]:
            function = call["function"]
            result = await run(function["name"], function["arguments"])
            results.append({"toolCallId": call["id"], "result": result})
    return {"results": results}


async def run(name: str, arguments: Any) -> str:  # noqa: ANN401  JSON, or JSON in a string
    """Have the service run the tool of that name."""
    if isinstance(arguments, str):
        arguments = json.loads(arguments)
    if name != "get_weather":
        return f"Unknown tool: {name}"
    response = await app.state.client.post("/weather", json=arguments)
    response.raise_for_status()
    return str(response.json()["speech"])
