/** Who is here: what the server remembers of a device between its contacts. In memory, pure. */
package io.firmament.server.session;
