package io.firmament.server.app;

import java.time.InstantSource;

/**
 * Who may come in, and as whom.
 *
 * @param checkToken checks tokens
 * @param issueToken issues tokens; only their hashes are kept
 * @param logIn gives tokens to who knows a password
 * @param revokeToken ends tokens
 * @param findTokens finds the tokens that count
 * @param createUser makes a user
 * @param editUser changes a user, or ends him
 * @param findUser finds users
 */
public record AccessVerbs(
    CheckToken checkToken,
    IssueToken issueToken,
    LogIn logIn,
    RevokeToken revokeToken,
    FindTokens findTokens,
    CreateUser createUser,
    EditUser editUser,
    FindUser findUser) {
  static AccessVerbs assemble(Ports ports) {
    StateStore store = ports.state();
    InstantSource clock = ports.clock();
    Tokens tokens = new Tokens(store, ports.random(), clock);
    Passwords passwords = new Passwords(ports.random(), ports.passwordIterations());
    return new AccessVerbs(
        new CheckToken(tokens),
        new IssueToken(store, tokens, clock),
        new LogIn(store, tokens, passwords, clock),
        new RevokeToken(store, tokens),
        new FindTokens(tokens),
        new CreateUser(store, passwords, clock),
        new EditUser(store, tokens, passwords),
        new FindUser(store));
  }
}
