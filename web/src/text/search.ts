/** What is found in a list by typing a part of it. */

/** As it is looked for: hardly anybody types every diacritic to find something, and what is pasted may have them apart. */
function bare(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')
}

function exact(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** How well a text fits what was typed: not at all, but for diacritics, or as it is. */
export function fit(typed: string, text: string): 0 | 1 | 2 {
  const wanted = typed.trim()
  if (exact(text).includes(exact(wanted))) return 2
  return bare(text).includes(bare(wanted)) ? 1 : 0
}
