/**
 * What to think of a received `seen`. `beyond`: the author claims entries that we never signed; one of
 * the two was rolled back or lies, and the batch is not accepted. `lowered`: held and cosigned, counts
 * as the largest so far, and both signed statements are an incident.
 */
export function checkSeen(seen: number, running: number, signed: number): 'good' | 'lowered' | 'beyond' {
  if (seen > signed) return 'beyond'
  return seen < running ? 'lowered' : 'good'
}
