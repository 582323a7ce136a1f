const SEEN = 'input:not([hidden]), textarea, button'

/** A field of several inputs, such as radios or rows, takes the focus by the one that is wrong, or by its first. */
export function focusOn(field: HTMLElement | null): void {
  const whole = field?.closest<HTMLElement>('.form-field') ?? field
  // In a long list the row that is wrong is far from the first, and not every box can bear a mark.
  const row = whole?.querySelector<HTMLElement>('.list-field-wrong')
  const wrong = (row ?? whole)?.querySelector<HTMLElement>(':is(input, textarea)[aria-invalid="true"]')
  const own = !row && field?.matches('input, textarea') ? field : null
  const first = wrong ?? own ?? (row ?? field)?.querySelector<HTMLElement>(SEEN)
  first?.focus({ preventScroll: true })
  // Not at the edge, where what the form says of it would cover it.
  first?.scrollIntoView({ block: 'center' })
}
