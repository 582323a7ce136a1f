/** A file that is still on its way to the node stands in its field as this: the form is not sent before it is there. */
export interface Coming {
  coming: true
}

export const COMING: Coming = { coming: true }

/** Whether a file anywhere in a value is still on its way. */
export function isComing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return 'coming' in value || Object.values(value).some(isComing)
}
