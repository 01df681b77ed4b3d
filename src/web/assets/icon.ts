/** A bell; readable on light and dark. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#1f4f82"/><path d="M12 4.2a1.3 1.3 0 0 1 1.3 1.3v.5a5 5 0 0 1 3.7 4.8v3.4l1.4 2.1v.7H5.6v-.7L7 14.2v-3.4a5 5 0 0 1 3.7-4.8v-.5A1.3 1.3 0 0 1 12 4.2zM10 18h4a2 2 0 0 1-4 0z" fill="#fff"/></svg>
`;
