/** A line that loses answers: the same request is sent again, and the node answers it as the first time. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Persona, RefusedError } from './persona.ts'

const TRIES = 6
const FIRST_PAUSE_MS = 50

export function steady(persona: Persona): Persona {
  return {
    id: persona.id,
    call: async (method, path, body) => {
      for (let tries = 1; ; tries++) {
        try {
          return await persona.call(method, path, body)
        } catch (error) {
          if (tries === TRIES || !mayPass(error)) throw error
          await pause(FIRST_PAUSE_MS * 2 ** tries)
        }
      }
    },
  }
}

/** Nobody knows whether it was done, or it will be possible soon. */
function mayPass(error: unknown): boolean {
  if (error instanceof RefusedError)
    return error.status >= 500 || error.status === 429 || error.code === 'held-start'
  return error instanceof Error && 'code' in error
}
