/** As short as the server takes a password (server: people/password.rs). */
export const shortestPassword = 10;
