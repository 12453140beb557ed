import asyncio
async def main():
    lock, event, sem = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2)
    order = []
    async def use(n):
        async with sem:
            async with lock: order.append(n); await asyncio.sleep(0)
        if n == 3: event.set()
    async with asyncio.TaskGroup() as group:
        for n in range(4): group.create_task(use(n))
    await event.wait(); print(order, event.is_set())
    loop = asyncio.get_running_loop(); f = loop.create_future(); loop.call_later(0.01, f.set_result, "later"); loop.call_soon(print, "soon"); print(await f)
asyncio.run(main())
