package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/api/serve"
	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/store"
	"ncmtui/store/keyring"
)

const (
	serveHost = "127.0.0.1"
	servePort = 3000
	// guestTime is how long the start waits for an anonymous token.
	guestTime = 3 * time.Second
)

// serveFlags are those of the verb serve.
type serveFlags struct {
	host                 string
	port                 int
	origins, hosts       []string
	tokenFile            string
	open, account        bool
	proxies, quiet       bool
	rate                 float64
	cache                time.Duration
	maxUpload            int64
	getenv               func(string) string
	hostGiven, portGiven bool
}

func newServe(c *console) *cobra.Command {
	f := serveFlags{getenv: os.Getenv}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "The documented addresses over HTTP, for programs of this machine",
		Long: `serve answers every documented address over HTTP, as the documented server
does it: GET and POST, query, form and JSON, cookies by header or cookie=.

It listens on loopback only, answers no page of another origin, and keeps no
session: a call acts with the cookies that came with it. HOST (an IP address or
localhost) and PORT in the environment stand in for --host and --port,
NCMTUI_SERVE_TOKEN for --token-file.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.hostGiven, f.portGiven = cmd.Flags().Changed("host"), cmd.Flags().Changed("port")
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, stop) // a second signal ends the program at once
			return c.serve(ctx, f)
		},
	}
	set := cmd.Flags()
	set.StringVar(&f.host, "host", serveHost, "`ADDRESS` to listen on; others than loopback want a token")
	set.IntVar(&f.port, "port", servePort, "port to listen on; 0 takes a free one")
	set.StringArrayVar(&f.origins, "allow-origin", nil, "let pages of this `ORIGIN` call (https://app.example, * for all); may come again")
	set.StringArrayVar(&f.hosts, "allow-host", nil, "answer to this `NAME` in the Host header too; may come again")
	set.StringVar(&f.tokenFile, "token-file", "", "want the token in this `FILE` from callers: Authorization: Bearer TOKEN")
	set.BoolVar(&f.open, "insecure-no-auth", false, "listen on other addresses than loopback without a token")
	set.BoolVar(&f.account, "use-account", false, "act with the stored login for callers that bring none; wants a token")
	set.BoolVar(&f.proxies, "allow-request-proxy", false, "let callers name a proxy: proxy=http://127.0.0.1:8080")
	set.Float64Var(&f.rate, "rate", 0, "at most `N` calls a second to the service; 0 is no limit")
	set.DurationVar(&f.cache, "cache", 2*time.Minute, "how long an answer is given again; 0 is never")
	set.Int64Var(&f.maxUpload, "max-upload", 512, "largest uploaded file, in `MIB`")
	set.BoolVar(&f.quiet, "quiet", false, "no line for each request")
	return cmd
}

// serve runs until the context ends.
func (c *console) serve(ctx context.Context, f serveFlags) error {
	w := words{c.verbLang()}
	if err := f.fromEnvironment(w); err != nil {
		return err
	}
	token, err := f.token(w)
	if err != nil {
		return err
	}
	if !serve.Loopback(f.host) && token == "" && !f.open {
		return fail(exitUsage, w.say("%s 别人也能访问：给出 --token-file，或用 --insecure-no-auth 放所有人进来",
			"%s is reached by others: give --token-file, or --insecure-no-auth to let everybody in"), f.host)
	}
	if f.account && token == "" {
		return fail(exitUsage, "%s", w.say("--use-account 需要令牌：给出 --token-file 或 NCMTUI_SERVE_TOKEN",
			"--use-account wants a token: give --token-file or NCMTUI_SERVE_TOKEN"))
	}
	handler, err := c.handler(w, f, token)
	if err != nil {
		return err
	}
	listeners, err := serve.Listen(ctx, f.host, f.port)
	if err != nil {
		return fail(exitFailed, w.say("不能监听：%w；换一个 --port 试试", "%w; another --port may be free"), err)
	}
	prepare, done := context.WithTimeout(ctx, guestTime)
	handler.Prepare(prepare)
	done()
	// Programs wait for the documented server's own line, in any language.
	_, _ = fmt.Fprintf(c.out, "server running @ http://%s\n", address(f.host, listeners[0].Addr()))
	if isTerminal(c.errOut) {
		c.warn("%s", w.say("服务已启动，只回答带有自己 Cookie 的调用；按 Ctrl+C 停止", "calls act with the cookies that come with them; Ctrl+C stops it"))
	}
	if err := serve.NewServer(handler, nil).Serve(ctx, listeners...); err != nil {
		return fail(exitFailed, w.say("服务中断了：%w", "the server failed: %w"), err)
	}
	return nil
}

// address is what the start-up line says.
func address(host string, on net.Addr) string {
	port := strconv.Itoa(on.(*net.TCPAddr).Port)
	if host == serveHost || strings.EqualFold(host, "localhost") {
		return "localhost:" + port
	}
	return net.JoinHostPort(host, port)
}

// fromEnvironment takes HOST and PORT from there where no flag says otherwise.
// Shells set HOST to names of all kinds; only addresses count.
func (f *serveFlags) fromEnvironment(w words) error {
	if host := f.getenv("HOST"); host != "" && !f.hostGiven {
		if _, err := netip.ParseAddr(host); err == nil || strings.EqualFold(host, "localhost") {
			f.host = host
		}
	}
	if text := f.getenv("PORT"); text != "" && !f.portGiven {
		port, err := strconv.Atoi(text)
		if err != nil {
			return fail(exitUsage, w.say("PORT 是 %q，不是端口", "PORT is %q, which is no port"), text)
		}
		f.port = port
	}
	if f.port < 0 || f.port > 65535 {
		return fail(exitUsage, w.say("端口 %d 不行，应在 0 到 65535 之间", "port %d: it must be 0 to 65535"), f.port)
	}
	if f.rate < 0 || f.cache < 0 || f.maxUpload <= 0 {
		return fail(exitUsage, "%s", w.say("--rate 和 --cache 不能是负数，--max-upload 至少是 1", "--rate and --cache must not be negative, --max-upload at least 1"))
	}
	return nil
}

// maxToken bounds the file of a token, in bytes.
const maxToken = 4 << 10

func (f serveFlags) token(w words) (safe.Secret, error) {
	text := f.getenv("NCMTUI_SERVE_TOKEN")
	if f.tokenFile != "" {
		raw, err := safe.ReadAtMost(f.tokenFile, maxToken)
		if err != nil {
			return "", fail(exitUsage, w.say("--token-file：不能读取：%w", "--token-file: %w"), err)
		}
		if text = strings.TrimSpace(string(raw)); text == "" {
			return "", fail(exitUsage, w.say("--token-file：%s 是空的", "--token-file: %s is empty"), f.tokenFile)
		}
	}
	return safe.Secret(strings.TrimSpace(text)), nil
}

// handler ties the client to the addresses.
func (c *console) handler(w words, f serveFlags, token safe.Secret) (*serve.Handler, error) {
	places, err := config.Dirs()
	if err != nil && f.account {
		return nil, fail(exitFailed, w.say("保存的登录：%w", "the stored login: %w"), err)
	}
	file := c.flags.config
	if file == "" && err == nil {
		file = places.File()
	}
	cfg, problems, err := c.settings(file)
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		c.warn("%s", words{c.langOf(cfg)}.problem(p))
	}
	proxies, err := wire.NewProxies(cfg)
	if err != nil {
		return nil, fail(exitUsage, w.say("代理不是地址：%w", "the proxy is no address: %w"), err)
	}
	opts := api.Options{Transport: serve.Transport(proxies.API), Version: version(), Rate: -1, Timeout: time.Duration(cfg.Timeout) * time.Second}
	if f.rate > 0 {
		opts.Rate, opts.Burst = f.rate, max(1, int(f.rate))
	}
	if f.account {
		if opts.Session, opts.Save, err = storedLogin(w, places, cfg.Keyring); err != nil {
			return nil, err
		}
	}
	client, err := api.New(opts)
	if err != nil {
		return nil, fail(exitFailed, "%w", err)
	}
	o := serve.Options{
		Calls: client, Hosts: f.hosts, Origins: f.origins, Token: token, Proxies: f.proxies,
		CacheFor: f.cache, MaxUpload: f.maxUpload << 20, Guest: true, Log: c.errOut,
	}
	if ip, err := netip.ParseAddr(f.host); err == nil && !ip.IsUnspecified() {
		o.Hosts = append(o.Hosts, f.host) // no name can be bound to an address
	}
	if f.account {
		o.Account = client
	}
	if f.cache == 0 {
		o.CacheFor = -1
	}
	if f.quiet {
		o.Log = io.Discard
	}
	h, err := serve.New(o)
	switch {
	case errors.Is(err, serve.ErrWeakToken):
		return nil, fail(exitUsage, w.say("令牌太短：至少要 128 位（例如 openssl rand -hex 16）：%w", "%w: openssl rand -hex 16 makes a good one"), err)
	case errors.Is(err, serve.ErrOrigin):
		return nil, fail(exitUsage, w.say("--allow-origin：来源应写成 https://app.example：%w", "--allow-origin: %w"), err)
	case err != nil:
		return nil, fail(exitUsage, "%w", err)
	}
	return h, nil
}

// storedLogin gives the login of the player and keeps what becomes of it.
func storedLogin(w words, places config.Places, inKeyring bool) (api.Session, func(api.Session), error) {
	if err := places.Make(places.Data); err != nil {
		return api.Session{}, nil, fail(exitFailed, w.say("保存的登录：%w", "the stored login: %w"), err)
	}
	file := store.OpenSessions(store.SessionOptions{Dir: places.Data, Vault: keyring.Keyring{}, Keyring: inKeyring})
	kept := file.Load()
	account, _ := kept.Account(kept.Active)
	session := api.Session{Device: kept.DeviceID, Cookies: maps.Clone(account.Cookies), Anonymous: kept.Anonymous}
	if !session.LoggedIn() {
		return session, nil, fail(exitLogin, "%s", w.say("还没有登录：先运行 ncmtui auth login", "nobody is logged in: run ncmtui auth login first"))
	}
	save := func(s api.Session) {
		_ = file.Update(func(now *store.Session) { // a file that cannot be written loses a renewal, nothing else
			if now.Anonymous = s.Anonymous; !s.LoggedIn() {
				return
			}
			mine, ok := now.Account(account.UID)
			if !ok {
				return // logged out meanwhile
			}
			mine.Cookies, mine.Saved = maps.Clone(s.Cookies), time.Now()
			now.Put(mine)
		})
	}
	return session, save, nil
}
