/** Between the name of an indicator and the choice by which its numbers are told apart; in no name of either. */
const BY = '='

export function indicatorKey(name: string, choice: string): string {
  return choice === '' ? name : `${name}${BY}${choice}`
}

export function indicatorNamed(key: string): { name: string; choice: string | null } {
  const [name = key, choice = null] = key.split(BY)
  return { name, choice }
}
