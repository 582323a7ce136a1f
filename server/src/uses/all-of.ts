/**
 * Asks independent reads together, so that the answers come in one round trip to the database. It rejects with the
 * first failure, but only once none is under way any more: nothing may be asked in a transaction that has ended.
 */
export async function allOf<T extends readonly unknown[]>(
  reads: readonly [...{ [K in keyof T]: PromiseLike<T[K]> | T[K] }],
): Promise<T> {
  const together = Promise.all(reads)
  together.catch(() => undefined)
  await Promise.allSettled(reads)
  return (await together) as unknown as T
}
