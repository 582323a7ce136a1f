import { createServer } from 'node:net'

/** The first of five ports in a row that nobody has. */
export async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const base = 20_000 + 10 * Math.floor(Math.random() * 1200)
    const free = await Promise.all([0, 1, 2, 3, 4].map((more) => isFree(base + more)))
    if (free.every(Boolean)) return base
  }
  throw new Error('no free ports')
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
