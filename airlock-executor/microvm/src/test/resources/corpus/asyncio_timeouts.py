import asyncio
async def slow():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: print("cancelled"); raise
async def main():
    try: await asyncio.wait_for(slow(), 0.02)
    except asyncio.TimeoutError: print("timeout")
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(0.01, r)) for r in "ab"])
    print(sorted(t.result() for t in done), len(pending))
    async with asyncio.timeout(5): print("in time")
asyncio.run(main())
