/** Whatever an exchange or an act meets is told with a code; anything else is a fault of the program. */
export function coded(error: unknown): Error | null {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && !code.startsWith('ERR_')) return null
  return error instanceof Error ? error : new Error(String(error))
}
