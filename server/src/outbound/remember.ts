/** For so many files it is remembered that they have to wait; for others it is found out again when it is their turn. */
const REMEMBERED = 10_000

/** What was put in first is forgotten first. */
export function remember<T>(all: Map<string, T>, key: string, value: T): void {
  all.set(key, value)
  const [oldest] = all.keys()
  if (all.size > REMEMBERED && oldest !== undefined) all.delete(oldest)
}
