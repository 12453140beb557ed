import asyncio
async def worker(n, queue):
    while True:
        item = await queue.get()
        results.append((n, item)); queue.task_done()
async def main():
    queue = asyncio.Queue()
    for i in range(6): queue.put_nowait(i)
    tasks = [asyncio.create_task(worker(n, queue)) for n in range(2)]
    await queue.join()
    for t in tasks: t.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
results = []
asyncio.run(main()); print(sorted(i for _, i in results))
