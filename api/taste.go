package api

import (
	"context"
	"time"
)

type fmBody struct {
	Data list[wireSong] `json:"data"`
}

// FM gives the next songs of the account's radio, three as a rule.
func (c *Client) FM(ctx context.Context) ([]Song, error) {
	b, err := call[fmBody](ctx, c, "/personal_fm", nil)
	if err != nil {
		return nil, err
	}
	return songs(b.Data, nil), nil
}

// Trash tells the radio not to play a song again, after it was heard for a
// while.
func (c *Client) Trash(ctx context.Context, id int64, heard time.Duration) error {
	p := Params{"id": id}
	if s := int(heard / time.Second); s > 0 {
		p["time"] = s
	}
	_, err := c.Call(ctx, "/fm_trash", p)
	return err
}

type likedBody struct {
	IDs list[jsonInt] `json:"ids"`
}

// Liked are the ids of the songs a user likes, newest first.
func (c *Client) Liked(ctx context.Context, user int64) ([]int64, error) {
	b, err := call[likedBody](ctx, c, "/likelist", Params{"uid": user})
	if err != nil {
		return nil, err
	}
	out := make([]int64, 0, len(b.IDs))
	for _, id := range b.IDs {
		out = append(out, int64(id))
	}
	return out, nil
}

// Like puts a song into the liked ones, or takes it out. After an ErrNetwork
// the outcome is unknown: ask Liked before trying again.
func (c *Client) Like(ctx context.Context, id int64, like bool) error {
	text := "true"
	if !like {
		text = "false"
	}
	_, err := c.Call(ctx, "/like", Params{"id": id, "like": text})
	return err
}

// FMMode is a mood of the radio, by the service's name.
type FMMode string

// The modes. FMScene wants a scene.
const (
	FMDefault  FMMode = "DEFAULT"
	FMFamiliar FMMode = "FAMILIAR"
	FMExplore  FMMode = "EXPLORE"
	FMScene    FMMode = "SCENE_RCMD"
	FMRelated  FMMode = "aidj"
)

// The scenes of FMScene.
const (
	SceneExercise = "EXERCISE"
	SceneFocus    = "FOCUS"
	SceneNight    = "NIGHT_EMO"
)

// FMIn gives the next songs of the account's radio in a mode; scene is "" but
// for FMScene.
func (c *Client) FMIn(ctx context.Context, mode FMMode, scene string) ([]Song, error) {
	p := Params{"mode": string(mode), "limit": 3}
	if scene != "" {
		p["submode"] = scene
	}
	b, err := call[fmBody](ctx, c, "/personal/fm/mode", p)
	if err != nil {
		return nil, err
	}
	return songs(b.Data, nil), nil
}

// Heart gives the songs that go with a song of a playlist of the account's,
// to be played from start on (0: from that song).
func (c *Client) Heart(ctx context.Context, song, playlist, start int64) ([]Song, error) {
	p := Params{"id": song, "pid": playlist}
	if start != 0 {
		p["sid"] = start
	}
	type wireBeat struct {
		ID   jsonInt          `json:"id"`
		Alg  jsonText         `json:"alg"`
		Song object[wireSong] `json:"songInfo"`
	}
	b, err := call[struct {
		Data list[wireBeat] `json:"data"`
	}](ctx, c, "/playmode/intelligence/list", p)
	if err != nil {
		return nil, err
	}
	return each(b.Data, func(w wireBeat) Song {
		s := w.Song.V.song()
		s.Alg = first(s.Alg, string(w.Alg))
		if s.ID == 0 {
			s.ID = int64(w.ID)
		}
		return s
	}), nil
}

// DislikeDaily takes a song out of today's recommendation and gives the one
// that comes in its place.
func (c *Client) DislikeDaily(ctx context.Context, song int64) (Song, error) {
	b, err := call[struct {
		Data object[wireSong] `json:"data"`
	}](ctx, c, "/recommend/songs/dislike", Params{"id": song})
	return b.Data.V.song(), err
}
