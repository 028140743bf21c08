// Finding and making elements, for every part of the page.

export const find = (id) => document.getElementById(id)

export function element(name, className, text) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
