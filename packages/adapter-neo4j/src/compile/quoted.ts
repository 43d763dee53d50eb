/** A label, type or property name for a statement. Names were checked and hold no backtick; one that did would be doubled all the same. */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``
