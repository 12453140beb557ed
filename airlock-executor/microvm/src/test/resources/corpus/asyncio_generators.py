import asyncio
async def ticks(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)
async def main():
    print([i async for i in ticks(5) if i % 2 == 0])
    async for i in ticks(2): print(i)
    try: 
        async with asyncio.TaskGroup() as g: g.create_task(asyncio.sleep(0)); raise ValueError("inside")
    except* ValueError as group: print(group.exceptions)
asyncio.run(main())
