/**
 * Where drawers and dialogs are drawn. Not in the body itself: there Ant Design would write a style
 * without the page's nonce to stop the page behind from scrolling, which a strict CSP refuses.
 */
export function layers(): HTMLElement {
  return document.getElementById('layers') ?? document.body
}
