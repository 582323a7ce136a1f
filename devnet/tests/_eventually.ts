/** Asks again until it is so, and says what it was instead when it never is. */
import { SOON } from './_seat.ts'

export async function expectEventually<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  what: string,
  within: number = SOON,
): Promise<T> {
  const until = performance.now() + within
  for (;;) {
    const value = await read().catch((error: unknown) => {
      if (performance.now() > until) throw error
      return null
    })
    if (value !== null && holds(value)) return value
    if (performance.now() > until)
      throw new Error(`did not come: ${what}; it is ${JSON.stringify(value, null, 1)}`)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}
